/// Figures that are drawn on the screen and into files by the same layout.
@NullMarked
package io.factorscope.app.figure;

import org.jspecify.annotations.NullMarked;
