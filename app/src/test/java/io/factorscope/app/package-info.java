/// Rules for the whole window.
@NullMarked
package io.factorscope.app;

import org.jspecify.annotations.NullMarked;
