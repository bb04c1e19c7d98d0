/// Concepts: directions at a hook point, where they came from and what is known of them.
@NullMarked
package io.factorscope.core.concept;

import org.jspecify.annotations.NullMarked;
