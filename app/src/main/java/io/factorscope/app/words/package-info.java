/// The words of the window.
@NullMarked
package io.factorscope.app.words;

import org.jspecify.annotations.NullMarked;
