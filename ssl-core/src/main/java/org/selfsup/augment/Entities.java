package org.selfsup.augment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Entities of several kinds, such as persons and towns: finds them in a text, see {@link Phrases},
 * and names others of the same kind.
 */
public final class Entities implements TokenSpans {

    private final Phrases phrases;
    private final List<List<int[]>> kinds;
    private final Map<List<Integer>, Integer> kindOf = new HashMap<>();

    /**
     * Entities by kind.
     *
     * @param kinds of each kind the tokens of at least two entities, each entity of one kind only
     */
    public Entities(List<List<int[]>> kinds) {
        this.kinds = kinds.stream().map(kind -> kind.stream().map(int[]::clone).toList()).toList();
        List<int[]> all = new ArrayList<>();
        for (int kind = 0; kind < kinds.size(); kind++) {
            Ranges.require(
                    kinds.get(kind).size() >= 2,
                    "A kind has at least two entities, to replace one by the other",
                    kinds.get(kind).size());
            for (int[] entity : kinds.get(kind)) {
                Ranges.require(
                        kindOf.put(key(entity, 0, entity.length), kind) == null,
                        "An entity is listed once",
                        Arrays.toString(entity));
                all.add(entity);
            }
        }
        phrases = new Phrases(all);
    }

    private static List<Integer> key(int[] ids, int from, int to) {
        return Arrays.stream(ids, from, to).boxed().toList();
    }

    @Override
    public int[] find(TokenSequence tokens) {
        return phrases.find(tokens);
    }

    /** Another entity of the kind of the one at a span that {@link #find} gave. */
    int[] other(TokenSequence tokens, int from, int to, RandomGenerator random) {
        int found = Objects.requireNonNull(kindOf.get(key(tokens.ids(), from, to)));
        List<int[]> kind = kinds.get(found);
        int drawn = random.nextInt(kind.size() - 1); // all but the one that is there
        for (int i = 0; i <= drawn; i++) {
            int[] entity = kind.get(i);
            if (Arrays.equals(entity, 0, entity.length, tokens.ids(), from, to)) {
                return kind.get(drawn + 1);
            }
        }
        return kind.get(drawn);
    }
}
