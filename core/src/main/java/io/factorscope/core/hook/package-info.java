/// Where a model is read or changed: hook points, taps and interventions.
@NullMarked
package io.factorscope.core.hook;

import org.jspecify.annotations.NullMarked;
