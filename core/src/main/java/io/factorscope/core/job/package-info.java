/// How long operations run: progress, cancellation, outcome, errors. Imports nothing of ours.
@NullMarked
package io.factorscope.core.job;

import org.jspecify.annotations.NullMarked;
