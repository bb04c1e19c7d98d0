/// The engine's start-up, devices, and the TorchScript op program that runs what NDArray lacks.
@NullMarked
package io.factorscope.core.tensor;

import org.jspecify.annotations.NullMarked;
