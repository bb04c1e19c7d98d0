/// Contexts, descriptions, sentences, detection and steering evaluation: what is measured of
/// concepts, each step from a spec to a documented file.
@NullMarked
package io.factorscope.core.experiment;

import org.jspecify.annotations.NullMarked;
