/// How the window looks: light and dark, fonts, the colours of values.
@NullMarked
package io.factorscope.app.theme;

import org.jspecify.annotations.NullMarked;
