package org.selfsup.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Procedural graphs that look like molecules: atoms of four kinds, of which each binds at most
 * four, three, two and one others, in trees of which half have a ring closed. The class of a graph
 * is whether it has one.
 *
 * <p>The same seed gives the same graphs on every machine.
 */
public final class ToyMolecules {

    /** Neighbours of an atom of each kind at most. */
    public static final Valences VALENCES = new Valences(List.of(4, 3, 2, 1));

    /** How often each kind is drawn, in percent. */
    private static final int[] FREQUENCY = {60, 15, 15, 10};

    private static final int FEWEST = 6;
    private static final int MOST = 12;
    private static final int RING = 5; // atoms of a ring at least

    private ToyMolecules() {}

    /**
     * Draws graphs of 6 to 12 atoms; features are the kind, one-hot.
     *
     * @param graphs 2 to 100,000, chains and rings in turn
     * @param seed other seed, other graphs
     */
    public static GraphSet generate(int graphs, long seed) {
        if (graphs < 2 || graphs > 100_000) {
            throw new IllegalArgumentException(
                    "A collection has 2 to 100,000 molecules, got " + graphs);
        }
        List<Graph> all = new ArrayList<>();
        int[] labels = new int[graphs];
        for (int i = 0; i < graphs; i++) {
            labels[i] = i % 2;
            RandomGenerator random = Randomness.at(seed, i);
            Graph graph;
            do {
                graph = draw(labels[i] == 1, random);
            } while (graph == null);
            all.add(graph);
        }
        return GraphSet.of(
                all,
                new Labels(labels, List.of("tree", "ring")),
                "Molecules of four kinds of atoms, %d graphs, seed %d".formatted(graphs, seed));
    }

    /** A molecule, or null if there is no room for what it shall have. */
    private static @Nullable Graph draw(boolean ring, RandomGenerator random) {
        int n = FEWEST + random.nextInt(MOST - FEWEST + 1);
        int kinds = FREQUENCY.length;
        int[] free = new int[n];
        int[] parent = new int[n];
        int[] depth = new int[n];
        float[] features = new float[n * kinds];
        IntList ends = new IntList();
        IntList others = new IntList();
        for (int atom = 0; atom < n; atom++) {
            int kind = atom == 0 ? 0 : kind(random);
            features[atom * kinds + kind] = 1;
            free[atom] = VALENCES.most().get(kind);
            if (atom > 0) {
                int[] open = open(free, atom);
                if (open.length == 0) {
                    return null;
                }
                // The latest open atom as often as any other: long chains.
                int to =
                        random.nextBoolean()
                                ? open[open.length - 1]
                                : open[random.nextInt(open.length)];
                bind(atom, to, free, ends, others);
                parent[atom] = to;
                depth[atom] = depth[to] + 1;
            }
        }
        if (ring) {
            int[] pair = far(free, parent, depth, random);
            if (pair.length == 0) {
                return null;
            }
            bind(pair[0], pair[1], free, ends, others);
        }
        return Graph.undirected(kinds, features, ends.toArray(), others.toArray());
    }

    private static int kind(RandomGenerator random) {
        int drawn = random.nextInt(100);
        int kind = 0;
        while (drawn >= FREQUENCY[kind]) {
            drawn -= FREQUENCY[kind++];
        }
        return kind;
    }

    private static int[] open(int[] free, int before) {
        IntList open = new IntList();
        for (int atom = 0; atom < before; atom++) {
            if (free[atom] > 0) {
                open.add(atom);
            }
        }
        return open.toArray();
    }

    private static void bind(int one, int other, int[] free, IntList ends, IntList others) {
        free[one]--;
        free[other]--;
        ends.add(one);
        others.add(other);
    }

    /** Two open atoms whose bond closes a ring of five or more; none if there are no such. */
    private static int[] far(int[] free, int[] parent, int[] depth, RandomGenerator random) {
        List<int[]> pairs = new ArrayList<>();
        int[] open = open(free, free.length);
        for (int i : open) {
            for (int j : open) {
                if (i < j && distance(i, j, parent, depth) >= RING - 1) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        return pairs.isEmpty() ? new int[0] : pairs.get(random.nextInt(pairs.size()));
    }

    private static int distance(int i, int j, int[] parent, int[] depth) {
        int steps = 0;
        int a = i;
        int b = j;
        while (a != b) {
            if (depth[a] >= depth[b]) {
                a = parent[a];
            } else {
                b = parent[b];
            }
            steps++;
        }
        return steps;
    }
}
