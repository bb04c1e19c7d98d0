/// The first screen: open an analysis, or make a new one.
@NullMarked
package io.factorscope.app.start;

import org.jspecify.annotations.NullMarked;
