/// Models from the Hugging Face Hub: what a repository holds, and its download.
@NullMarked
package io.factorscope.core.model.hub;

import org.jspecify.annotations.NullMarked;
