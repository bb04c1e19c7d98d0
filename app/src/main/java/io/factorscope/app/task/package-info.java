/// Where work runs and how its results reach the window; the only package that makes threads.
@NullMarked
package io.factorscope.app.task;

import org.jspecify.annotations.NullMarked;
