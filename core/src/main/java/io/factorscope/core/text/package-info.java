/// Tokenizers, visible token text, prompts, data sets and their readers.
@NullMarked
package io.factorscope.core.text;

import org.jspecify.annotations.NullMarked;
