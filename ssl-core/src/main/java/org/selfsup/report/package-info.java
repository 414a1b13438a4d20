/** The run directory, its metrics and the HTML report. */
@NullMarked
package org.selfsup.report;

import org.jspecify.annotations.NullMarked;
