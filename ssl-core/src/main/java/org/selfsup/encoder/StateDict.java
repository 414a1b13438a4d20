package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.selfsup.engine.SafeTensors;

/**
 * The parameters of a block under the names PyTorch would give them, and files of them.
 *
 * <p>A name is the path of children with dots between, such as {@code layer1.0.conv1.weight}.
 * Children of DJL's sequential and parallel blocks count from 0, as in PyTorch's; DJL's {@code
 * gamma}, {@code beta}, {@code runningMean} and {@code runningVar} become {@code weight}, {@code
 * bias}, {@code running_mean} and {@code running_var}.
 *
 * <p>A parameter that is reached by several paths appears once, under the first. On reading, its
 * other names are allowed and not looked at.
 */
public final class StateDict {

    private static final String BATCH_COUNT = "num_batches_tracked";
    private static final int LISTED = 4;

    private StateDict() {}

    /**
     * The parameters by dotted name, in the order of the blocks, buffers such as running statistics
     * included.
     *
     * @throws IllegalArgumentException if two of them would have the same name
     */
    public static Map<String, Parameter> parameters(Block block) {
        Map<String, Parameter> once = new LinkedHashMap<>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        allNames(block)
                .forEach(
                        (name, parameter) -> {
                            if (seen.add(parameter)) {
                                once.put(name, parameter);
                            }
                        });
        return once;
    }

    /**
     * Writes the parameters as a safetensors file, which appears whole or not at all.
     *
     * @param block an initialised block
     * @param file replaced if it exists
     * @param metadata texts for the file's header
     * @throws IOException if the file cannot be written
     */
    public static void save(Block block, Path file, Map<String, String> metadata)
            throws IOException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        parameters(block).forEach((name, p) -> arrays.put(name, initialized(name, p).getArray()));
        SafeTensors.write(file, arrays, metadata);
    }

    /**
     * Reads parameters from a safetensors file into the arrays they have; these stay in place and
     * require a gradient as before.
     *
     * <p>Names, shapes and types must agree exactly, and nothing is changed unless they do. Entries
     * {@code num_batches_tracked}, which PyTorch's BatchNorm keeps and nothing here needs, are
     * passed over.
     *
     * @param block an initialised block
     * @param file from {@link #save} or from Python
     * @param ignored beginnings of names in the file to pass over, such as {@code fc.}
     * @throws IOException if the file cannot be read or does not fit; the message names it and says
     *     what is missing, unexpected or different
     */
    public static void load(Block block, Path file, String... ignored) throws IOException {
        Map<String, Parameter> parameters = parameters(block);
        parameters.forEach(StateDict::initialized);
        Set<String> known = allNames(block).keySet();
        try (SafeTensors source = SafeTensors.open(file)) {
            List<String> missing = new ArrayList<>(parameters.keySet());
            missing.removeAll(source.entries().keySet());
            List<String> unexpected = new ArrayList<>();
            List<String> different = new ArrayList<>();
            for (String name : source.entries().keySet()) {
                Parameter parameter = parameters.get(name);
                if (parameter == null) {
                    if (!known.contains(name)
                            && !name.endsWith(BATCH_COUNT)
                            && Stream.of(ignored).noneMatch(name::startsWith)) {
                        unexpected.add(name);
                    }
                } else if (!source.fits(name, parameter.getArray())) {
                    different.add(difference(name, source, parameter.getArray()));
                }
            }
            String faults =
                    Stream.of(
                                    list("it lacks", missing),
                                    list("it has the unexpected", unexpected),
                                    list("it differs in", different))
                            .filter(fault -> !fault.isEmpty())
                            .collect(Collectors.joining("; "));
            if (!faults.isEmpty()) {
                throw new IOException(file + " does not fit this network: " + faults);
            }
            source.verify();
            for (Map.Entry<String, Parameter> named : parameters.entrySet()) {
                source.readInto(named.getKey(), named.getValue().getArray());
            }
        }
    }

    private static String difference(String name, SafeTensors source, NDArray expected) {
        SafeTensors.Entry entry = Objects.requireNonNull(source.entries().get(name));
        return name
                + " ("
                + entry.type()
                + " "
                + entry.shape()
                + ", expected "
                + expected.getDataType()
                + " "
                + expected.getShape()
                + ")";
    }

    private static String list(String verb, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        int more = names.size() - LISTED;
        return verb + " " + first + (more > 0 ? " and " + more + " more" : "");
    }

    private static Parameter initialized(String name, Parameter parameter) {
        if (!parameter.isInitialized()) {
            throw new IllegalArgumentException(
                    "Parameter \""
                            + name
                            + "\" has no array yet: initialise the block first, see"
                            + " Initialization.initialize");
        }
        return parameter;
    }

    /** Every name of every parameter. */
    private static Map<String, Parameter> allNames(Block block) {
        Map<String, Parameter> names = new LinkedHashMap<>();
        collect(block, "", names);
        return names;
    }

    private static void collect(Block block, String prefix, Map<String, Parameter> names) {
        for (Pair<String, Parameter> own : block.getDirectParameters()) {
            put(prefix + leaf(own.getValue(), own.getKey()), own.getValue(), names);
        }
        children(block).forEach((name, child) -> collect(child, prefix + name + ".", names));
    }

    private static String leaf(Parameter parameter, String name) {
        return switch (parameter.getType()) {
            case GAMMA -> name.equals("gamma") ? "weight" : name;
            case BETA -> name.equals("beta") ? "bias" : name;
            case RUNNING_MEAN -> name.equals("runningMean") ? "running_mean" : name;
            case RUNNING_VAR -> name.equals("runningVar") ? "running_var" : name;
            default -> name;
        };
    }

    /** Refuses a child's name that a dotted name could not hold. */
    static void checkName(Block parent, String name) {
        if (name.isEmpty() || name.indexOf('.') >= 0 || children(parent).containsKey(name)) {
            throw new IllegalArgumentException(
                    "A block needs a name without dots that no other block beside it has, got \""
                            + name
                            + "\" beside "
                            + children(parent).keySet());
        }
    }

    /** The direct children by name. */
    public static Map<String, Block> children(Block block) {
        boolean counted = block instanceof SequentialBlock || block instanceof ParallelBlock;
        Map<String, Block> children = new LinkedHashMap<>();
        int place = 0;
        for (Pair<String, Block> child : block.getChildren()) {
            // DJL puts the place, counted from 1 in two digits or more, before the name.
            String digits = String.format(Locale.ROOT, "%02d", place + 1);
            String key = child.getKey();
            String name = key.startsWith(digits) ? key.substring(digits.length()) : key;
            put(counted ? String.valueOf(place) : name, child.getValue(), children);
            place++;
        }
        return children;
    }

    private static <T> void put(String name, T value, Map<String, T> named) {
        if (named.put(name, value) != null) {
            throw new IllegalArgumentException(
                    "Two children or parameters of a block are named \""
                            + name
                            + "\": give them names of their own");
        }
    }
}
