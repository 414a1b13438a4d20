package org.selfsup.augment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds given phrases, from left to right, at each place the longest that fits. */
public final class Phrases implements TokenSpans {

    private final Map<Integer, List<int[]>> byFirst = new HashMap<>(); // longest first

    /**
     * Phrases to be found.
     *
     * @param phrases tokens of each, at least one
     */
    public Phrases(List<int[]> phrases) {
        for (int[] phrase : phrases) {
            Ranges.require(phrase.length > 0, "A phrase has at least one token", "none");
            byFirst.computeIfAbsent(phrase[0], first -> new ArrayList<>()).add(phrase.clone());
        }
        Comparator<int[]> length = Comparator.comparingInt(phrase -> phrase.length);
        byFirst.values().forEach(list -> list.sort(length.reversed()));
    }

    @Override
    public int[] find(TokenSequence tokens) {
        int[] found = new int[2 * tokens.length()];
        int count = 0;
        int at = 0;
        while (at < tokens.length()) {
            int length = lengthAt(tokens, at);
            if (length > 0) {
                found[count++] = at;
                found[count++] = at + length;
            }
            at += Math.max(1, length);
        }
        return Arrays.copyOf(found, count);
    }

    private int lengthAt(TokenSequence tokens, int from) {
        int[] ids = tokens.ids();
        for (int[] phrase : byFirst.getOrDefault(ids[from], List.of())) {
            int to = from + phrase.length;
            if (to <= tokens.length() && Arrays.equals(ids, from, to, phrase, 0, phrase.length)) {
                return phrase.length;
            }
        }
        return 0;
    }
}
