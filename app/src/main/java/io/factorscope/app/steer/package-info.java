/// A prompt, sliders, and the text with and without them.
@NullMarked
package io.factorscope.app.steer;

import org.jspecify.annotations.NullMarked;
