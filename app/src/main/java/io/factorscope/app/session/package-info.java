/// What is open now, and how screens ask to go elsewhere.
@NullMarked
package io.factorscope.app.session;

import org.jspecify.annotations.NullMarked;
