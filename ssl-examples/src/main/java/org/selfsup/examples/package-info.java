/** The command line: train, probe and embed with one runnable jar. */
@NullMarked
package org.selfsup.examples;

import org.jspecify.annotations.NullMarked;
