package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.Dequantize;
import org.selfsup.augment.EntitySpans;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NextSentence;
import org.selfsup.augment.NextTokenViews;
import org.selfsup.augment.PermutationViews;
import org.selfsup.augment.Phrases;
import org.selfsup.augment.RandomSegment;
import org.selfsup.augment.SegmentPairViews;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenMasking;
import org.selfsup.augment.TokenSpans;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.CharacterNgrams;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.EdgeSplit;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.SubwordVectors;
import org.selfsup.data.Tokens;
import org.selfsup.data.Tones;
import org.selfsup.data.ToyMolecules;
import org.selfsup.data.ToyText;
import org.selfsup.data.Valences;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.Waveform;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Readout;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinkPrediction;
import org.selfsup.generative.autoregressive.BernoulliPixels;
import org.selfsup.generative.autoregressive.CategoricalPixels;
import org.selfsup.generative.autoregressive.GatedPixelCnn;
import org.selfsup.generative.autoregressive.Gpt;
import org.selfsup.generative.autoregressive.PixelCnn;
import org.selfsup.generative.autoregressive.TokenSampling;
import org.selfsup.generative.autoregressive.WaveNet;
import org.selfsup.generative.context.FastText;
import org.selfsup.generative.context.HierarchicalSoftmax;
import org.selfsup.generative.context.NegativeSampling;
import org.selfsup.generative.context.SkipGram;
import org.selfsup.generative.context.Word2Vec;
import org.selfsup.generative.flow.Glow;
import org.selfsup.generative.graph.DeepWalk;
import org.selfsup.generative.graph.GptGnn;
import org.selfsup.generative.graph.Line;
import org.selfsup.generative.graph.Vgae;
import org.selfsup.generative.hybrid.GraphAf;
import org.selfsup.generative.hybrid.GraphGrowth;
import org.selfsup.generative.hybrid.Made;
import org.selfsup.generative.hybrid.Ordering;
import org.selfsup.generative.hybrid.PermutationLanguageModel;
import org.selfsup.generative.masked.Bert;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.TrainingPlan;

/** The code of the generative methods' pages. */
class GenerativeSnippetsTest extends SnippetContext {

    private final Corpus toy = ToyText.generate(300, 0);
    private final WordTokenizer words = WordTokenizer.of(toy.text(), 1, true);
    private final Vocabulary vocabulary = words.vocabulary();
    private final Pass pass = pass();

    private Samples<Tokens> windows(int length) {
        return toy.windows(words, length, 1, 0.1).train();
    }

    @Test
    void flows() throws IOException {
        Samples<Image> pictures = pictures();
        Views<Image> views = views(1, 28, new Dequantize());
        // snippet: flows
        Glow glow = new Glow(new Shape(1, 28, 28), new Glow.Config(2, 8, 64));
        new Pretrainer<>(glow, pictures, views, plan, manager).run(); // views end with Dequantize
        NDArray made = glow.sample(pass, 16);
        // end
        assertFinite(made, 16, 1, 28, 28);
    }

    @Test
    void gae() throws IOException {
        NodeSet nodes = nodes();
        TrainingPlan plan = plan(1);
        long seed = 0;
        Device device = Device.cpu();
        // snippet: gae
        EdgeSplit split = EdgeSplit.of(nodes.graph(), 0.05, 0.1, seed);
        NodeSet seen = nodes.withGraph(split.graph());
        Vgae vgae = new Vgae(VariationalGraphEncoder.gcn(32, 16), EdgeReconstruction.ALL_PAIRS);
        new Pretrainer<>(vgae, seen.samples(), new GraphViews(GraphTransform.NONE), plan, manager)
                .run();
        Features z = Features.ofNodes(vgae.encoder(), seen, device);
        LinkPrediction scores = LinkPrediction.of(z, split.test());
        // end
        assertThat(scores.auc()).isBetween(0.0, 1.0);
    }

    /** Codes 100 times their class, 7 x 7. */
    private record Codes(int size, Labels classes) implements Samples<long[]> {

        @Override
        public long[] get(int index) {
            long[] codes = new long[49];
            Arrays.fill(codes, 100L * classes.of()[index]);
            return codes;
        }
    }

    private record CodeViews() implements Views<long[]> {

        @Override
        public Batch<long[]> batch(int n) {
            long[][] slots = new long[n][];
            return new Batch<>() {
                @Override
                public void put(int slot, long[] sample, RandomGenerator random) {
                    slots[slot] = sample;
                }

                @Override
                public NDList toArrays(NDManager manager) {
                    long[] all = Arrays.stream(slots).flatMapToLong(Arrays::stream).toArray();
                    return new NDList(manager.create(all, new Shape(n, 7, 7)));
                }
            };
        }
    }

    @Test
    void gatedPixelCnn() throws IOException {
        Labels labels =
                new Labels(
                        IntStream.range(0, 8).map(i -> i % 5).toArray(),
                        List.of("a", "b", "c", "d", "e"));
        Samples<long[]> codes = new Codes(8, labels);
        Views<long[]> views = new CodeViews();
        // snippet: gatedpixelcnn
        GatedPixelCnn prior =
                new GatedPixelCnn(
                        new Shape(7, 7),
                        new CategoricalPixels(512),
                        labels,
                        new GatedPixelCnn.Config(64, 8, 128));
        new Pretrainer<>(prior, codes, views, plan, manager).run(); // views give (n, 7, 7)
        NDArray classes = new BatchLabels(labels).oneHot(manager, 3, 1, 4);
        NDArray made = prior.sample(pass, 3, new NDList(classes)); // (3, 7, 7)
        // end
        assertFinite(made, 3, 7, 7);
    }

    @Test
    void gptGnn() throws Exception {
        NodeSet nodes = nodes();
        int features = nodes.graph().dimension();
        // snippet: gptgnn
        GptGnn task =
                new GptGnn(
                        GraphEncoders.gcn(512),
                        Layers.linear(features, true),
                        Layers.linear(512, true),
                        GptGnn.Config.PAPER);
        // end
        assertTrains(task, nodes.samples(), new GraphViews(GraphTransform.NONE));
    }

    @Test
    void graphAf() throws IOException {
        GraphSet molecules = ToyMolecules.generate(8, 0);
        int kinds = molecules.graphs().get(0).dimension();
        // snippet: graphaf
        GraphPooling encoder = new GraphPooling(GraphEncoders.gcnRelu(64, 64, 64), Readout.SUM);
        GraphAf task = new GraphAf(encoder, kinds, 64);
        new Pretrainer<>(task, molecules, new GraphGrowth(), plan, manager).run();
        List<Graph> made = task.sample(pass, 100, 30, Valences.of(molecules.graphs()));
        // end
        assertThat(made).hasSize(100);
    }

    @Test
    void line() {
        Graph graph = nodes().graph();
        int threads = 1;
        // snippet: line
        Line line = new Line(Line.Config.PAPER);
        Features both = line.train(graph, 0, threads, report -> {}); // (n, 2 d)
        Features second = line.secondOrder(graph, 0, threads, report -> {});
        // end
        assertThat(both.size()).isEqualTo(240);
        assertThat(second.dimension()).isEqualTo(both.dimension() / 2);
    }

    @Test
    void deepWalk() {
        Graph graph = BlocksGraph.generate(80, 2, 8, 2, 0).graph();
        int threads = 1;
        // snippet: deepwalk
        DeepWalk deepWalk = new DeepWalk(new HierarchicalSoftmax(), DeepWalk.Config.PAPER);
        Features nodes = deepWalk.train(graph, 0, threads, report -> {});
        // end
        assertThat(nodes.size()).isEqualTo(80);
    }

    @Test
    void made() throws IOException {
        long seed = 0;
        NDArray x = manager.zeros(new Shape(4, 1, 28, 28));
        // snippet: made
        Made made = new Made(new Shape(1, 28, 28), 500); // rows from the top
        List<Ordering> eight = Ordering.random(8, 784, seed, 500); // which take turns
        Made agnostic = new Made(new Shape(1, 28, 28), eight);
        // end
        agnostic.initialize(seed, manager, new Shape(1, 1, 28, 28));
        Samples<Image> pictures = pictures();
        Views<Image> views = views(1, 28, new Binarize());
        // snippet: made likelihood
        new Pretrainer<>(made, pictures, views, plan, manager).run(); // views end with Binarize
        NDArray nats = made.logLikelihood(pass, x); // (n)
        // end
        assertFinite(nats, 4);
        assertFinite(agnostic.logLikelihood(pass, x), 4);
    }

    @Test
    void pixelCnn() throws IOException {
        Samples<Image> pictures = pictures();
        Views<Image> views = views(1, 28, new Binarize());
        // snippet: pixelcnn
        PixelCnn.Config small = new PixelCnn.Config(48, 6, 64);
        PixelCnn model = new PixelCnn(new Shape(1, 28, 28), new BernoulliPixels(), small);
        new Pretrainer<>(model, pictures, views, plan, manager).run(); // views end with Binarize
        NDArray made = model.sample(pass, 2);
        // end
        assertFinite(made, 2, 1, 28, 28);
    }

    @Test
    void waveNet() throws IOException {
        Samples<Waveform> recordings = Tones.generate(16, 1, 0).train();
        Labels labels = recordings.labels().orElseThrow();
        Views<Waveform> views = new WaveViews(new WavePipeline(new RandomSegment(1000)));
        // snippet: wavenet
        WaveNet net = new WaveNet(labels, new WaveNet.Config(2, 8, 32, 64));
        new Pretrainer<>(net, recordings, views, plan, manager).run();
        NDArray third = new BatchLabels(labels).oneHot(manager, 2); // counted from 0
        NDArray made = net.sample(pass, 1, 800, new NDList(third)); // a tenth of a second
        // end
        assertThat(made.size()).isEqualTo(800);
    }

    @Test
    void word2vec() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("text.txt"),
                        "the king and the queen met a man and a woman .\n".repeat(40));
        int threads = 1;
        // snippet: word2vec
        Corpus corpus = Corpus.read(file);
        WordTokenizer tokenizer = WordTokenizer.of(corpus.text(), 5, true);
        DataSet<Tokens> text = corpus.sentences(tokenizer, 0.1); // a tenth to measure the loss on
        Word2Vec method =
                new Word2Vec(new SkipGram(5), new NegativeSampling(5), Word2Vec.Config.PAPER);
        WordVectors vectors =
                method.train(
                        text,
                        tokenizer.vocabulary(),
                        0,
                        threads,
                        report -> System.out.println(report.loss()));
        vectors.nearest("king", 8);
        vectors.analogy("man", "king", "woman", 1);
        vectors.saveBinary(folder.resolve("vectors.bin"));
        // end
        assertThat(WordVectors.readBinary(folder.resolve("vectors.bin")).words()).contains("queen");
    }

    @Test
    void fastText() throws IOException {
        WordTokenizer tokenizer = words;
        DataSet<Tokens> text = toy.sentences(tokenizer, 0.1);
        int threads = 1;
        // snippet: fasttext
        CharacterNgrams ngrams = new CharacterNgrams(3, 6, 100_000); // 2,000,000 in the paper
        FastText method =
                new FastText(
                        new SkipGram(5),
                        new NegativeSampling(5),
                        FastText.Config.PAPER.withNgrams(ngrams));
        SubwordVectors vectors =
                method.train(text, tokenizer.vocabulary(), 0, threads, report -> {});
        vectors.vector("unseen");
        vectors.save(folder.resolve("model.bin"));
        // end
        assertThat(SubwordVectors.read(folder.resolve("model.bin")).contains("unseen")).isFalse();
    }

    @Test
    void bert() throws IOException {
        int tokens = vocabulary.size();
        Transformer.Config layers = Transformer.Config.of(32, 1, 2).withPositions(64);
        Samples<Tokens> windows = windows(61);
        int stop = vocabulary.number(".");
        TokenSpans names =
                new Phrases(
                        List.of(
                                new int[] {vocabulary.number("king")},
                                new int[] {vocabulary.number("queen")}));
        // snippet: bert
        TextTransformer encoder =
                new TextTransformer(new TextTransformer.Config(tokens, layers).withSegments(2));
        TokenMasking masking = new EntitySpans(vocabulary, names, 0.15); // ERNIE's
        Views<Tokens> views =
                new SegmentPairViews(
                        64,
                        Set.of(stop),
                        new NextSentence(windows),
                        masking,
                        Corruption.bert(vocabulary));
        new Pretrainer<>(new Bert(encoder), windows, views, plan, manager).run();
        // end
        assertThat(encoder.config().segments()).isEqualTo(2);
    }

    @Test
    void gpt() throws IOException {
        int tokens = vocabulary.size();
        Samples<Tokens> windows = windows(65);
        NDArray prompt = manager.create(new long[] {vocabulary.number("the")}, new Shape(1, 1));
        // snippet: gpt
        Transformer.Config layers =
                Transformer.Config.of(128, 4, 4).withPositions(64).withCausal().withEpsilon(1e-5f);
        Gpt gpt = new Gpt(new TextTransformer(new TextTransformer.Config(tokens, layers)));
        new Pretrainer<>(gpt, windows, new NextTokenViews(64), plan, manager).run();
        NDArray text = gpt.sample(pass, prompt, 200, new TokenSampling(0.8, 40));
        // end
        assertFinite(text, 1, 201);
    }

    @Test
    void xlnet() throws IOException {
        int tokens = vocabulary.size();
        Samples<Tokens> windows = windows(62);
        Transformer.Config layers = Transformer.Config.of(32, 1, 2).withPositions(64);
        // snippet: xlnet
        TextTransformer encoder = new TextTransformer(new TextTransformer.Config(tokens, layers));
        Views<Tokens> views =
                new PermutationViews(64, 6, vocabulary, List.of(SequenceEnds.of(vocabulary)));
        PermutationLanguageModel xlnet = new PermutationLanguageModel(encoder);
        new Pretrainer<>(xlnet, windows, views, plan, manager).run();
        // end
        assertThat(xlnet.encoder()).isSameAs(encoder);
    }
}
