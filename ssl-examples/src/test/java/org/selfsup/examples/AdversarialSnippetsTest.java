package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.adversarial.alignment.CrossDomainSimilarity;
import org.selfsup.adversarial.alignment.CycleGan;
import org.selfsup.adversarial.alignment.Dann;
import org.selfsup.adversarial.alignment.WordTranslation;
import org.selfsup.adversarial.complete.AdversarialAutoencoder;
import org.selfsup.adversarial.complete.BiGan;
import org.selfsup.adversarial.complete.PairDiscriminator;
import org.selfsup.adversarial.graph.AdversarialNetworkEmbedding;
import org.selfsup.adversarial.graph.Argva;
import org.selfsup.adversarial.graph.GraphGan;
import org.selfsup.adversarial.graph.GraphSgan;
import org.selfsup.adversarial.language.Electra;
import org.selfsup.adversarial.language.Wklm;
import org.selfsup.adversarial.partial.ColorGrid;
import org.selfsup.adversarial.partial.ContextEncoder;
import org.selfsup.adversarial.partial.SplitBrain;
import org.selfsup.adversarial.partial.SrGan;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.Entities;
import org.selfsup.augment.EntityReplacementViews;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.Hole;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.NeighborFusion;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.NormalizeFeatures;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.ScaleFeatures;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.ShiftedPpmi;
import org.selfsup.augment.TokenTransform;
import org.selfsup.augment.VectorViews;
import org.selfsup.augment.WalkPairViews;
import org.selfsup.data.Blended;
import org.selfsup.data.Corpus;
import org.selfsup.data.Graph;
import org.selfsup.data.Image;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Tinted;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.UnpairedViews;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;
import org.selfsup.encoder.ChannelwiseLinear;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.LabEncoder;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.MapDecoder;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.NodeTable;
import org.selfsup.encoder.PatchDiscriminator;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.SrResNet;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.Translators;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.generative.context.HierarchicalSoftmax;
import org.selfsup.generative.graph.DeepWalk;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Pretrainer;

/** The code of the adversarial methods' pages. */
class AdversarialSnippetsTest extends SnippetContext {

    private final Corpus toy = ToyText.generate(300, 0);
    private final WordTokenizer tokenizer = WordTokenizer.of(toy.text(), 1, true);
    private final Vocabulary vocabulary = tokenizer.vocabulary();
    private final List<TokenTransform> ends = List.of(SequenceEnds.of(vocabulary));
    private final Transformer.Config layers = Transformer.Config.of(32, 1, 2).withPositions(64);

    private Samples<Tokens> windows(int length) {
        return toy.windows(tokenizer, length, 1, 0.1).train();
    }

    @Test
    void adversarialAutoencoder() throws Exception {
        // snippet: adversarialautoencoder
        AdversarialAutoencoder task =
                new AdversarialAutoencoder(
                        Mlp.encoder(500, 500),
                        Mlp.decoder(new Shape(1, 28, 28), 500, 500),
                        Mlp.encoder(500, 500, 1),
                        8,
                        new BernoulliLikelihood()::evaluate);
        // end
        assertTrains(task, pictures(), views(1, 28));
    }

    @Test
    void argva() throws Exception {
        // snippet: argva
        Argva argva =
                new Argva(
                        VariationalGraphEncoder.gcn(32, 16),
                        Heads.mlp(Heads.Norm.NONE, 16, 64, 1),
                        EdgeReconstruction.ALL_PAIRS,
                        0.1);
        // end
        assertTrains(argva, nodes().samples(), new GraphViews(GraphTransform.NONE));
    }

    @Test
    void biGan() throws Exception {
        // snippet: bigan
        BiGan task =
                new BiGan(
                        Mlp.normalized(1024, 1024),
                        Mlp.generator(new Shape(1, 28, 28), 1024, 1024),
                        new PairDiscriminator(
                                Mlp.spectral(1024), Mlp.spectral(1024), Mlp.spectral(1024, 1)),
                        50);
        // end
        assertTrains(task, pictures(), views(1, 28));
    }

    @Test
    void splitBrain() throws Exception {
        // snippet: colorization
        ColorGrid grid = new ColorGrid(10);
        SplitBrain task =
                new SplitBrain(
                        new LabEncoder(ConvNet.of(16, 32, 64, 128), ConvNet.of(16, 32, 64, 128)),
                        "relu4", // gives a map of 4 x 4 for pictures of 32
                        MapDecoder.of(256, 4, 8, grid.size()), // to classes of colour, 8 x 8 places
                        MapDecoder.of(256, 4, 8, 50), // to 50 levels of lightness
                        new SplitBrain.Config(grid, 50, 0.38));
        // end
        assertTrains(task, colours(), views(3, 32));
    }

    @Test
    void contextEncoder() throws Exception {
        // snippet: contextencoder
        Sequence filler =
                new Sequence()
                        .add("channelwise", new ChannelwiseLinear()) // every place reaches all
                        .add("up", MapDecoder.of(256, 4, 32, 3));
        ContextEncoder task =
                new ContextEncoder(
                        ConvNet.standard(),
                        "relu4",
                        filler,
                        PatchDiscriminator.of(32, 3),
                        ContextEncoder.Config.PAPER);
        // end
        assertTrains(
                task,
                colours(),
                new MaskedViews<>(
                        views(3, 32, Normalize.CIFAR10), List.of(new Hole(32, 32, 16, 7))));
    }

    @Test
    void cycleGan() throws Exception {
        // snippet: cyclegan
        CycleGan task =
                new CycleGan(
                        Translators.generator(3, 16, 1, 3),
                        Translators.generator(3, 16, 1, 3),
                        Translators.patches(32, 2),
                        Translators.patches(32, 2),
                        new Shape(3, 28, 28),
                        CycleGan.Config.PAPER);
        // end
        Samples<Image> red = new Tinted(pictures(), 0x000000, 0xff0000);
        Samples<Image> blue = new Tinted(pictures(), 0xffff00, 0x0000ff);
        assertTrains(task, red, new UnpairedViews<>(views(3, 28, Normalize.CIFAR10), blue));
    }

    @Test
    void dann() throws IOException {
        Samples<Image> digits = pictures();
        Samples<Image> photographs = colours();
        Views<Image> views = views(3, 28, Normalize.CIFAR10);
        long steps = 1;
        // snippet: dann
        Samples<Image> source = Tinted.inColour(digits);
        Samples<Image> target = new Blended(digits, photographs, 0);
        Sequence encoder = ConvNet.pooled();
        Dann task =
                new Dann(
                        encoder,
                        Heads.mlp(Heads.Norm.NONE, 100, 100, 10),
                        Heads.mlp(Heads.Norm.NONE, 100, 1),
                        source.labels().orElseThrow(),
                        Dann.rising(1, 10, steps));
        new Pretrainer<>(task, source, new UnpairedViews<>(views, target), plan, manager).run();
        // end
        assertThat(task.encoder()).isSameAs(encoder);
    }

    @Test
    void graphSgan() throws Exception {
        NodeSet set = nodes();
        Sequence layers = Mlp.encoder(32, 32);
        // snippet: graphsgan
        GraphTransform mixing =
                new NormalizeFeatures().then(new NeighborFusion(0.5f, 3)).then(new ScaleFeatures());
        NodeSet mixed = set.withGraph(mixing.apply(set.graph(), Randomness.at(0)));
        GraphSgan task =
                new GraphSgan(
                        layers,
                        Heads.mlp(Heads.Norm.HIDDEN, 256, 256, mixed.graph().dimension()),
                        set.knownLabels(),
                        set.train(),
                        GraphSgan.Config.PAPER);
        // end
        assertTrains(task, mixed.samples(), new GraphViews(GraphTransform.NONE));
    }

    @Test
    void srGan() throws Exception {
        // snippet: srgan
        SrGan.Parts parts =
                new SrGan.Parts(
                        SrResNet.trunk(32, 4),
                        "map",
                        SrResNet.upsampler(32, 1, 3),
                        PatchDiscriminator.of(32, 3),
                        null); // no network phi: the squared error of pixels
        // twice as large; 3,000 steps before the game begins
        SrGan task = new SrGan(parts, new SrGan.Config(2, 3000, 1e-3));
        // end
        assertTrains(task, colours(), views(3, 32, Normalize.CIFAR10));
    }

    @Test
    void electra() throws Exception {
        int words = vocabulary.size();
        Transformer.Config smallerLayers = Transformer.Config.of(16, 1, 2).withPositions(64);
        // snippet: electra
        TextTransformer discriminator =
                new TextTransformer(new TextTransformer.Config(words, layers));
        // one table of embeddings, trained from both sides
        TextTransformer generator = discriminator.sharing(smallerLayers);
        Electra electra = new Electra(discriminator, generator, Electra.WEIGHT);
        // end
        assertTrains(
                electra,
                windows(62),
                new MaskedTokenViews(
                        64,
                        ends,
                        new RandomTokens(vocabulary, 0.15),
                        new Corruption(vocabulary, 1, 0, false)));
    }

    @Test
    void wklm() throws Exception {
        List<List<int[]>> nouns =
                ToyText.nouns().stream()
                        .map(kind -> kind.stream().map(tokenizer::encode).toList())
                        .toList();
        List<int[]> persons = nouns.get(0);
        List<int[]> towns = nouns.get(1);
        int pad = vocabulary.pad();
        // snippet: wklm
        Entities names = new Entities(List.of(persons, towns)); // tokens of each, by kind
        Views<Tokens> views =
                new EntityReplacementViews(64, 16, pad, ends, names, 0.5)
                        .withMasking(
                                new RandomTokens(vocabulary, 0.05), Corruption.bert(vocabulary));
        TextTransformer encoder =
                new TextTransformer(new TextTransformer.Config(vocabulary.size(), layers));
        Wklm wklm = new Wklm(encoder);
        // end
        assertTrains(wklm, windows(46), views);
    }

    @Test
    void graphGan() throws Exception {
        Graph graph = nodes().graph();
        // snippet: graphgan
        int walks = 16;
        DeepWalk deepWalk =
                new DeepWalk(new HierarchicalSoftmax(), DeepWalk.Config.PAPER.withDimension(50));
        float[] start = deepWalk.train(graph, 0, 1, report -> {}).values();
        GraphGan task = new GraphGan(NodeTable.of(start, 50), NodeTable.of(start, 50), walks, 5);
        // end
        assertTrains(task, nodes().samples(), new GraphViews(GraphTransform.NONE));
    }

    @Test
    void ane() throws Exception {
        NodeSet set = nodes();
        GraphSequence encoder = new GraphSequence().add("linear", Layers.linear(128, true));
        // snippet: ane
        NodeSet seen = set.withGraph(new ShiftedPpmi(4, 1).apply(set.graph(), Randomness.at(0)));
        Views<Graph> views =
                new GraphViews(GraphTransform.NONE).and(new WalkPairViews(100, 40, 10, 5));
        AdversarialNetworkEmbedding task =
                new AdversarialNetworkEmbedding(
                        encoder,
                        new NodeTable(seen.graph().nodes(), 128),
                        Heads.mlp(Heads.Norm.NONE, 512, 512, 1),
                        0.1);
        // end
        assertTrains(task, seen.samples(), views);
    }

    @Test
    void wordTranslation() throws Exception {
        Path one = folder.resolve("one.txt");
        Path other = folder.resolve("other.txt");
        float[][] values = new float[40][3];
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            values[i] = new float[] {i % 3 - 1, i % 5 - 2, i % 7 - 3};
            words.add("word" + i);
        }
        for (Path file : List.of(one, other)) {
            new WordVectors(words, values).saveText(file);
        }
        NDArray x = manager.create(values);
        NDArray y = manager.create(values);
        // snippet: wordtranslation
        WordVectors source = WordVectors.readText(one).centred();
        WordVectors target = WordVectors.readText(other).centred();
        int d = source.dimension();
        WordTranslation task =
                new WordTranslation(
                        d,
                        WordTranslation.discriminator(256),
                        new WordTranslation.Config(0.2, 1, 5, 0.01));
        Views<float[]> views = new UnpairedViews<>(new VectorViews(d), target.samples());
        new Pretrainer<>(task, source.samples(), views, plan, manager).run();
        double criterion = task.refine(x, y, new CrossDomainSimilarity(10), 15);
        // end
        assertThat(criterion).isBetween(-1.0, 1.0);
    }
}
