/// The same promises, kept by every executor.
@NullMarked
package io.factorscope.app.task;

import org.jspecify.annotations.NullMarked;
