/// The concept tree: coarse concepts made of finer ones, down to the factors.
@NullMarked
package io.factorscope.app.tree;

import org.jspecify.annotations.NullMarked;
