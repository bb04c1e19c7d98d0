/// What the clients of the Hub and of chat services share: waiting, `.env` files, addresses of this
/// computer. Nothing here opens a connection.
@NullMarked
package io.factorscope.core.net;

import org.jspecify.annotations.NullMarked;
