/// What went wrong, in one list.
@NullMarked
package io.factorscope.app.error;

import org.jspecify.annotations.NullMarked;
