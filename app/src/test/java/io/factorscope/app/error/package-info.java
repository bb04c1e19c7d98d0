/// The list of failures.
@NullMarked
package io.factorscope.app.error;

import org.jspecify.annotations.NullMarked;
