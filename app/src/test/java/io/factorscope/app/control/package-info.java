/// The controls, alone and in the gallery.
@NullMarked
package io.factorscope.app.control;

import org.jspecify.annotations.NullMarked;
