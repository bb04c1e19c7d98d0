/// Sparse autoencoders: read from the field's folders, applied, trained, written.
@NullMarked
package io.factorscope.core.factorization.sae;

import org.jspecify.annotations.NullMarked;
