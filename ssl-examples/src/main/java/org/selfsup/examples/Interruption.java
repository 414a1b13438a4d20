package org.selfsup.examples;

import java.util.concurrent.CountDownLatch;
import org.selfsup.train.Pretrainer;

/**
 * While it is open, Ctrl-C and a request to terminate let training finish its step and write a
 * checkpoint before the process ends. A second Ctrl-C changes nothing; what cannot wait is to be
 * killed, and resumes from the checkpoint before.
 */
final class Interruption implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /** From now on a signal stops this training. */
    Interruption(Pretrainer<?> pretrainer) {
        hook =
                new Thread(
                        () -> {
                            pretrainer.stop();
                            try {
                                closed.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Lets the process end, if it is about to. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending.
        }
    }
}
