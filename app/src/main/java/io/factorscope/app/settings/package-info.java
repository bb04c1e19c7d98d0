/// The settings: how the window looks, where models run, what may use the network, what is kept.
@NullMarked
package io.factorscope.app.settings;

import org.jspecify.annotations.NullMarked;
