/// Semi-nonnegative matrix factorization of activations.
@NullMarked
package io.factorscope.core.factorization;

import org.jspecify.annotations.NullMarked;
