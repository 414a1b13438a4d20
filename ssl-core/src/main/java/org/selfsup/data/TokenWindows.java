package org.selfsup.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contiguous spans of one length, a fixed number of tokens apart; none crosses from part to part.
 */
public final class TokenWindows implements Samples<Tokens> {

    private final List<int[]> parts;
    private final int length;
    private final int stride;
    private final int[] first; // first window of each part, and the number of all
    private final @Nullable Labels labels;

    /**
     * The windows of a text.
     *
     * @param parts token numbers, shared, not copied; each at least one window long
     * @param names of the parts, which are then the windows' classes, those of one name the same
     *     class; empty if they have none
     * @param length tokens in a window, at least 1
     * @param stride tokens from one window's start to the next one's, at least 1
     * @throws IllegalArgumentException if a window is longer than a part
     */
    public TokenWindows(List<int[]> parts, List<String> names, int length, int stride) {
        if (length < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "Windows have a length and a stride of at least 1 token, got %d and %d"
                            .formatted(length, stride));
        }
        if (parts.isEmpty() || (!names.isEmpty() && names.size() != parts.size())) {
            throw new IllegalArgumentException(
                    "A text has at least one part, and a name for each or none, got %d parts and %d names"
                            .formatted(parts.size(), names.size()));
        }
        this.parts = List.copyOf(parts);
        this.length = length;
        this.stride = stride;
        first = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            int tokens = parts.get(i).length;
            if (tokens < length) {
                throw new IllegalArgumentException(
                        "A window of %d tokens is longer than the text, part %d of which has %d; use shorter windows or more text"
                                .formatted(length, i + 1, tokens));
            }
            first[i + 1] = Math.addExact(first[i], 1 + (tokens - length) / stride);
        }
        labels = names.isEmpty() ? null : labels(names);
    }

    private Labels labels(List<String> names) {
        List<String> classes = names.stream().distinct().toList();
        int[] of = new int[first[parts.size()]];
        for (int part = 0; part < parts.size(); part++) {
            Arrays.fill(of, first[part], first[part + 1], classes.indexOf(names.get(part)));
        }
        return new Labels(of, classes);
    }

    @Override
    public int size() {
        return first[parts.size()];
    }

    @Override
    public Tokens get(int index) {
        Objects.checkIndex(index, size());
        int found = Arrays.binarySearch(first, index);
        int part = found >= 0 ? found : -found - 2;
        return new Tokens(parts.get(part), (index - first[part]) * stride, length);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }
}
