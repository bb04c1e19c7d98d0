/// The table of concepts, and the card of the chosen one.
@NullMarked
package io.factorscope.app.factors;

import org.jspecify.annotations.NullMarked;
