/// Files: atomic writing, JSON, NumPy arrays, hashes.
@NullMarked
package io.factorscope.core.store;

import org.jspecify.annotations.NullMarked;
