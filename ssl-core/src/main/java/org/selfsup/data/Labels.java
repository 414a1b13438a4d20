package org.selfsup.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The class of every sample.
 *
 * @param of class index of sample i, 0 to {@code names.size() - 1}
 * @param names the classes' names
 */
public record Labels(int[] of, List<String> names) {

    /** Checks that every label names a class. */
    public Labels {
        names = List.copyOf(names);
        for (int i = 0; i < of.length; i++) {
            if (of[i] < 0 || of[i] >= names.size()) {
                throw new IllegalArgumentException(
                        "Sample "
                                + i
                                + " has label "
                                + of[i]
                                + ", but there are "
                                + names.size()
                                + " classes (0 to "
                                + (names.size() - 1)
                                + ")");
            }
        }
    }

    /** How many classes there are samples of. */
    public int occurring() {
        return (int) Arrays.stream(of).distinct().count();
    }

    /**
     * The class of every sample by name.
     *
     * @param each name of the class of sample i
     * @param names the classes' names in order, all of those that occur
     */
    static Labels named(List<String> each, List<String> names) {
        return new Labels(
                each.stream().mapToInt(name -> Collections.binarySearch(names, name)).toArray(),
                names);
    }
}
