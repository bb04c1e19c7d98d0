/// The command line: the same jobs as the window, without one.
@NullMarked
package io.factorscope.app.cli;

import org.jspecify.annotations.NullMarked;
