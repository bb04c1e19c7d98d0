/// The window, navigation, and the one place where everything is put together.
@NullMarked
package io.factorscope.app.shell;

import org.jspecify.annotations.NullMarked;
