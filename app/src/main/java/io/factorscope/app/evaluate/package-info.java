/// The Evaluate screen: experiments, their tables and what is behind them, a person's ratings.
@NullMarked
package io.factorscope.app.evaluate;

import org.jspecify.annotations.NullMarked;
