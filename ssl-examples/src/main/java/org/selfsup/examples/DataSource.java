package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Cifar;
import org.selfsup.data.Citation;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.EdgeList;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Idx;
import org.selfsup.data.Image;
import org.selfsup.data.ImageFolder;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Shapes;
import org.selfsup.data.Silhouettes;
import org.selfsup.data.Tones;
import org.selfsup.data.ToyMolecules;
import org.selfsup.data.ToyText;
import org.selfsup.data.TuGraphs;
import org.selfsup.data.WavFolder;
import org.selfsup.data.Waveform;

/**
 * Data by the name they have on the command line: {@code NAME} where they are made on the spot,
 * {@code NAME:PATH} where they are read.
 */
final class DataSource {

    /** What is made is always the same, whatever the seed of a run. */
    private static final long SEED = 0;

    private static final int COLLECTION = 500;

    private DataSource() {}

    /**
     * Opens data of one kind.
     *
     * @param <D> what comes out
     */
    @FunctionalInterface
    private interface Reader<D> {
        D open(Path path) throws IOException;
    }

    /**
     * Opens a set of pictures.
     *
     * @throws IllegalArgumentException if the name is unknown or its path is missing
     * @throws IOException if the files cannot be read
     */
    static DataSet<Image> images(String spec) throws IOException {
        if (spec.equals("silhouettes")) {
            return Silhouettes.standard(SEED);
        }
        Reader<DataSet<Image>> cifar = Cifar::open;
        return open(
                spec,
                "shapes",
                path -> Shapes.standard(SEED),
                List.of("mnist:DIR", "cifar10:PATH", "cifar100:PATH", "folder:DIR", "silhouettes"),
                Map.of(
                        "mnist",
                        Idx::open,
                        "cifar10",
                        cifar,
                        "cifar100",
                        cifar,
                        "folder",
                        ImageFolder::open));
    }

    /** Opens one graph; refuses as {@link #images} does. */
    static NodeSet nodes(String spec) throws IOException {
        return open(
                spec,
                "blocks-graph",
                path -> BlocksGraph.standard(SEED),
                List.of("blocks:NODES", "citation:DIR", "edges:FILE"),
                Map.of(
                        "blocks",
                        DataSource::blocks,
                        "citation",
                        Citation::open,
                        "edges",
                        EdgeList::read));
    }

    /** Blocks as the standard graph has, with twice the edges, of any size. */
    private static NodeSet blocks(Path nodes) {
        if (!nodes.toString().matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "\"blocks\" takes a number of nodes, such as blocks:100000, got " + nodes);
        }
        return BlocksGraph.generate(Integer.parseInt(nodes.toString()), 6, 10, 10, SEED);
    }

    /** Opens many graphs; refuses as {@link #images} does. */
    static GraphSet graphs(String spec) throws IOException {
        if (spec.equals("molecules")) {
            return ToyMolecules.generate(COLLECTION, SEED);
        }
        return open(
                spec,
                "blocks-graph",
                path -> BlocksGraph.collection(COLLECTION, SEED),
                List.of("molecules", "graphs:FILE"),
                Map.of("graphs", TuGraphs::open));
    }

    /**
     * Opens a set of recordings; refuses as {@link #images} does.
     *
     * @param fields parts of a file's name that are its classes; none for the usual ones
     * @return the same recordings once for each field
     */
    static List<DataSet<Waveform>> waves(String spec, List<Integer> fields) throws IOException {
        List<String> forms = List.of("wav:PATH");
        DataSet<Waveform> usual =
                open(
                        spec,
                        "tones",
                        path -> Tones.standard(SEED),
                        forms,
                        Map.of("wav", WavFolder::open));
        if (fields.isEmpty()) {
            return List.of(usual);
        }
        int rate = usual.train().get(0).rate();
        List<DataSet<Waveform>> labelled = new ArrayList<>();
        for (int field : fields) {
            labelled.add(
                    open(
                            spec,
                            "tones",
                            path -> {
                                throw new IllegalArgumentException(
                                        "\"tones\" has no file names, so --fields says nothing;"
                                                + " leave it out");
                            },
                            forms,
                            Map.of("wav", path -> WavFolder.open(path, rate, field))));
        }
        return labelled;
    }

    /** Opens a text; refuses as {@link #images} does. */
    static Corpus text(String spec) throws IOException {
        return open(
                spec,
                "toy-text",
                path -> ToyText.standard(SEED),
                List.of("text:FILE"),
                Map.of("text", Corpus::read));
    }

    private static <D> D open(
            String spec,
            String own,
            Reader<D> made,
            List<String> forms,
            Map<String, Reader<D>> read)
            throws IOException {
        int colon = spec.indexOf(':');
        String kind = colon < 0 ? spec : spec.substring(0, colon);
        String path = colon < 0 ? "" : spec.substring(colon + 1);
        if (kind.equals(own)) {
            if (!path.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + own + "\" is made on the spot and takes no path, got " + spec);
            }
            return made.open(Path.of(""));
        }
        Reader<D> reader = read.get(kind);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "Unknown data \""
                            + spec
                            + "\": expected "
                            + own
                            + ", "
                            + String.join(", ", forms));
        }
        if (path.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + kind + "\" needs a path: --data " + kind + ":PATH");
        }
        return reader.open(Path.of(path));
    }
}
