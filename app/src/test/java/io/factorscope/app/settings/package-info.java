/// What is chosen once and for all.
@NullMarked
package io.factorscope.app.settings;

import org.jspecify.annotations.NullMarked;
