package org.selfsup.data;

/**
 * Samples to learn from and samples to test on, never the same ones.
 *
 * @param train samples for pre-training and for fitting probes
 * @param test samples touched once, by the final evaluation
 * @param description one line for a person: what was found, how many, how large
 * @param fingerprint hexadecimal digest that changes with the content, recorded with every run
 * @param <S> one sample
 */
public record DataSet<S>(
        Samples<S> train, Samples<S> test, String description, String fingerprint) {}
