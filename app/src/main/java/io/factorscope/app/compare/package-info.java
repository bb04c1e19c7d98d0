/// The same concept by each method, side by side.
@NullMarked
package io.factorscope.app.compare;

import org.jspecify.annotations.NullMarked;
