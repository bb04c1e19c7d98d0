/// The concept card.
@NullMarked
package io.factorscope.app.card;

import org.jspecify.annotations.NullMarked;
