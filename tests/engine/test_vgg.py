"""VGG-19 is torchvision's, number by number, and its file is read the way it is published."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.download import Patience
from engine.errors import BadWeights
from engine.nn.encoders import STYLE_LAYERS, Encoder, load_encoder
from engine.nn.vgg import ARCHITECTURE, VGG19, Vgg19, load_vgg, slim_path, torchvision_keys
from engine.training.teachers import TrueVgg
from engine.vision import torchvision
from engine.weights import Weights, digest
from tests.engine.file_server import Answer, serving

HASTY = Patience(silence_s=5, pauses_s=(0.0,))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as torchvision publishes it, in its old format, at random weights and with next to no classifier."""
    encoder = Vgg19.random(7, ARCHITECTURE)
    state = {theirs: encoder.state_dict()[ours] for ours, theirs in torchvision_keys().items()}
    path = tmp_path_factory.mktemp("published") / "toy.bin"
    state["classifier.6.bias"] = torch.zeros(1000)
    torch.save(state, path, _use_new_zipfile_serialization=False)
    return path


@pytest.fixture
def weights(published: Path) -> Weights:
    return Weights("vgg19", "toy.pth", digest(published)[:8], "free", "a test", 50.0, "http://127.0.0.1:9/toy.bin")


@pytest.fixture
def folder(tmp_path: Path, published: Path, weights: Weights) -> Path:
    """Where the file lies already."""
    (tmp_path / weights.file).hardlink_to(published)
    return tmp_path


@pytest.fixture
def picture() -> Tensor:
    return torch.rand(2, 3, 48, 64, generator=torch.Generator().manual_seed(0))


def test_it_is_torchvision_s(folder: Path, weights: Weights, picture: Tensor, published: Path) -> None:
    """The same file in both networks gives the same features in every layer."""
    with torch.device("meta"):
        theirs = torchvision().models.vgg19(weights=None).features[:30]
    state = torch.load(published, weights_only=True)
    theirs.load_state_dict(
        {key.removeprefix("features."): state[key] for key in torchvision_keys().values()}, assign=True
    )
    preset = torchvision().models.VGG19_Weights.IMAGENET1K_V1.transforms()
    mean, deviation = (torch.tensor(values)[:, None, None] for values in (preset.mean, preset.std))
    found = load_vgg(weights, folder)(picture, ARCHITECTURE.layers())
    x, relus = (picture - mean) / deviation, iter(ARCHITECTURE.layers())
    for module in theirs:
        x = module(x)
        if isinstance(module, torch.nn.ReLU):
            torch.testing.assert_close(found[next(relus)], x)
    assert next(relus, None) is None


def test_its_address_and_size_are_torchvision_s() -> None:
    theirs = torchvision().models.VGG19_Weights.IMAGENET1K_V1
    assert VGG19.url == theirs.url
    assert round(theirs.meta["_file_size"], 1) == VGG19.mib
    assert VGG19.sha256 in VGG19.url


def test_it_is_the_judge_s_down_to_conv3_4(tmp_path: Path, picture: Tensor) -> None:
    encoder = Vgg19.random(3, ARCHITECTURE)
    state = {
        theirs.removeprefix("features."): encoder.state_dict()[ours] for ours, theirs in torchvision_keys().items()
    }
    torch.save(state, tmp_path / "vgg19_conv1_1_to_conv3_4_fp16.pth")
    judge = TrueVgg(tmp_path)
    for name, wanted in judge(picture, judge.layers).items():
        torch.testing.assert_close(encoder(picture, (name,))[name], wanted, rtol=1e-3, atol=1e-3)


def test_it_has_as_many_parameters_as_counted() -> None:
    assert sum(parameter.numel() for parameter in Vgg19().parameters()) == 12_944_960


@pytest.mark.parametrize(("layer", "field_px", "stride_px"), [("relu5_1", 156, 16), ("relu4_2", 84, 8)])
def test_a_feature_sees_as_far_as_counted(layer: str, field_px: int, stride_px: int) -> None:
    """Positive weights and no biases: a bright line in a picture of zeros lights up just the features that see it."""
    encoder = Vgg19.random(1, ARCHITECTURE)
    for convolution in encoder.convolutions.values():
        assert isinstance(convolution, torch.nn.Conv2d)
        convolution.weight.abs_()
    lines = encoder.mean.expand(320, 3, 32, 320).clone()  # line i at column i
    lines[range(320), :, :, range(320)] = 10.0
    middle = 160 // stride_px
    first = middle * stride_px - (field_px - stride_px) // 2  # pooling looks to the right, hence not in the middle
    last = first + field_px - 1
    asked = [first - 1, first, last, last + 1, first + stride_px - 1, first + stride_px]
    seen = encoder(lines[asked], (layer,))[layer].sum(dim=(1, 2)) > 0  # (lines, columns)
    assert seen[:4, middle].tolist() == [False, True, True, False]
    assert seen[4:, middle + 1].tolist() == [False, True]


def test_it_stops_at_the_deepest_layer_asked_for(picture: Tensor) -> None:
    encoder = Vgg19.random(0, ARCHITECTURE)
    encoder.convolutions["relu3_2"].register_forward_hook(lambda *_: pytest.fail("went too deep"))
    assert tuple(encoder(picture, ("relu3_1", "relu1_1"))) == ("relu1_1", "relu3_1")


def test_a_replicated_border_darkens_nothing(folder: Path, weights: Weights) -> None:
    """A flat picture has flat features: beyond zeros the first layer sees a frame."""
    encoder, flat = load_vgg(weights, folder), torch.full((1, 3, 32, 32), 0.9)
    assert float(encoder(flat, ("relu1_1",))["relu1_1"].std(dim=(2, 3)).max()) > 1e-2
    encoder.border = "replicate"
    assert float(encoder(flat, ("relu1_1",))["relu1_1"].std(dim=(2, 3)).max()) < 1e-5


def test_it_is_fetched_over_a_broken_line_and_kept_slim(tmp_path: Path, published: Path, picture: Tensor) -> None:
    with serving(published.read_bytes(), Answer(breaks_after=20_000_000)) as server:
        weights = Weights("vgg19", "toy.pth", digest(published), "free", "a test", 50.0, server.url)
        fetched = load_vgg(weights, tmp_path, patience=HASTY)
        assert server.starts == [0, 20_000_000]
    (tmp_path / weights.file).unlink()  # the slim file is enough
    again = load_vgg(weights, tmp_path)
    for name, wanted in fetched(picture).items():
        assert torch.equal(again(picture)[name], wanted)


def test_a_damaged_slim_file_is_made_again(folder: Path, weights: Weights) -> None:
    load_vgg(weights, folder)
    slim = slim_path(weights, folder)
    content = slim.read_bytes()
    slim.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))  # one bit of one weight
    load_vgg(weights, folder)
    (folder / weights.file).unlink()
    load_vgg(weights, folder)


@pytest.mark.parametrize("content", [{"features.0.weight": torch.zeros(3)}, [1, 2], "no weights"], ids=type)
def test_a_file_of_another_network_is_refused(tmp_path: Path, content: object) -> None:
    path = tmp_path / "toy.pth"
    torch.save(content, path)
    with pytest.raises(BadWeights, match=r"toy\.pth"):
        load_vgg(Weights("vgg19", path.name, digest(path), "free", "a test", 1.0, "http://127.0.0.1:9/"), tmp_path)


def test_code_in_a_weight_file_is_not_run(tmp_path: Path) -> None:
    class Malice:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path(tmp_path / "harm").touch, ()  # type: ignore[return-value]

    path = tmp_path / "toy.pth"
    torch.save({"features.0.weight": Malice()}, path)
    with pytest.raises(BadWeights, match=r"toy\.pth"):
        load_vgg(Weights("vgg19", path.name, digest(path), "free", "a test", 1.0, "http://127.0.0.1:9/"), tmp_path)
    assert not (tmp_path / "harm").exists()


def test_effects_ask_for_it_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: Path) -> None:
    """With its slim part in place no network is needed; made here as `load_vgg` would from the whole file."""
    weights = Weights("vgg19", VGG19.file, digest(published), "free", "a test", 50.0, "http://127.0.0.1:9/")
    (tmp_path / weights.file).hardlink_to(published)
    load_vgg(weights, tmp_path)
    monkeypatch.setenv("MAZOK_WEIGHTS", str(tmp_path))
    encoder: Encoder = load_encoder("vgg19")
    assert (encoder.style_layers, encoder.content_layer, encoder.border) == (STYLE_LAYERS, "relu4_2", "replicate")
    assert load_encoder("vgg19", "constant").border == "constant"
    assert not any(parameter.requires_grad for parameter in encoder.parameters())
