/// An analysis from text to concepts, and how it is kept on disk.
@NullMarked
package io.factorscope.core.project;

import org.jspecify.annotations.NullMarked;
