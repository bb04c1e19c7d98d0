/// Chat services, judges (an API, a local model, a person) and their prompts.
@NullMarked
package io.factorscope.core.judge;

import org.jspecify.annotations.NullMarked;
