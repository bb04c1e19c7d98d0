/// Steered generation, KL calibration, logit shift and steerability.
@NullMarked
package io.factorscope.core.steering;

import org.jspecify.annotations.NullMarked;
