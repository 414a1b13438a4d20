package org.selfsup.data;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Reads many files of which some may be damaged. */
final class ReadableFiles {

    private ReadableFiles() {}

    /** Reads one. */
    interface Step<A, B> {
        B apply(A source) throws IOException;
    }

    /** Reads all, in parallel, in order, logging and leaving out those that cannot be read. */
    static <A, B> List<B> of(List<A> sources, Step<A, B> step, Logger logger) {
        return sources.parallelStream()
                .flatMap(
                        source -> {
                            try {
                                return Stream.of(step.apply(source));
                            } catch (IOException e) {
                                logger.warn("Skipped: {}", e.getMessage());
                                return Stream.empty();
                            }
                        })
                .toList();
    }
}
