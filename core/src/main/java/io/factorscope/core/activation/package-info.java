/// Collecting a layer's activations over a data set, and reading them back.
@NullMarked
package io.factorscope.core.activation;

import org.jspecify.annotations.NullMarked;
