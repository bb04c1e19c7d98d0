/// Colours that can be read.
@NullMarked
package io.factorscope.app.theme;

import org.jspecify.annotations.NullMarked;
