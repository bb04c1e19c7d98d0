/// What is open, and where changes go.
@NullMarked
package io.factorscope.app.session;

import org.jspecify.annotations.NullMarked;
