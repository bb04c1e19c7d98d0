/// Nodes that every screen shares: plain data in, nothing of the engine.
@NullMarked
package io.factorscope.app.control;

import org.jspecify.annotations.NullMarked;
