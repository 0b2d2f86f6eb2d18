"""The encoders keep what they promise to effects: names, sizes, determinism, files that cannot lie."""

from pathlib import Path

import pytest
import torch

from engine.errors import BadWeights
from engine.nn.encoders import STYLE_LAYERS, Architecture, Encoder, load_encoder, read_encoder, save_encoder

TINY = Architecture((4, 6, 8, 8, 8), (1, 2, 1, 2, 1))


@pytest.fixture
def picture() -> torch.Tensor:
    return torch.rand(2, 3, 48, 64, generator=torch.Generator().manual_seed(0))


def test_each_style_layer_is_half_the_size_of_the_one_above(picture: torch.Tensor) -> None:
    found = load_encoder("compact")(picture)
    assert tuple(found) == STYLE_LAYERS
    assert [tuple(found[name].shape[2:]) for name in found] == [(48, 64), (24, 32), (12, 16), (6, 8), (3, 4)]


def test_the_shipped_encoder_is_small_frozen_and_sees_its_own_content_layer(picture: torch.Tensor) -> None:
    encoder = load_encoder("compact")
    assert sum(parameter.numel() for parameter in encoder.parameters()) <= 1_200_000
    assert not any(parameter.requires_grad for parameter in encoder.parameters())
    assert encoder.content_layer in encoder(picture, (encoder.content_layer,))


def test_the_shipped_encoder_has_features_of_one_scale() -> None:
    """Half precision and equal layer weights rest on it; noise is no natural picture, so the bounds are wide."""
    found = load_encoder("compact")(torch.rand(1, 3, 128, 128, generator=torch.Generator().manual_seed(1)))
    assert all(0.02 < float(features.std()) < 50 for features in found.values())


def test_layers_that_nobody_asked_for_are_not_computed(picture: torch.Tensor) -> None:
    encoder = Encoder.random(0, TINY)
    for name in ("relu4_1", "relu4_2", "relu5_1"):
        encoder.convolutions[name].register_forward_hook(lambda *_: pytest.fail("went too deep"))
    assert tuple(encoder(picture, ("relu3_1", "relu1_1"))) == ("relu1_1", "relu3_1")


@pytest.mark.parametrize("architecture", [TINY, Architecture(TINY.widths, TINY.convolutions, reflect=True)])
def test_stages_one_after_another_are_the_whole(picture: torch.Tensor, architecture: Architecture) -> None:
    encoder = Encoder.random(3, architecture)
    whole = encoder(picture)
    for name in STYLE_LAYERS:
        picture = encoder.stage(name, picture)
        assert torch.equal(picture, whole[name])


def test_the_same_seed_gives_the_same_random_network(picture: torch.Tensor) -> None:
    one, same, other = Encoder.random(5, TINY), Encoder.random(5, TINY), Encoder.random(6, TINY)
    assert torch.equal(one(picture)["relu5_1"], same(picture)["relu5_1"])
    assert not torch.equal(one(picture)["relu5_1"], other(picture)["relu5_1"])


def test_asking_for_gradients_does_not_change_the_features(picture: torch.Tensor) -> None:
    """ReLU works in place; autograd must not see an overwritten tensor, and the caller's picture must survive."""
    encoder, before = Encoder.random(0, TINY), picture.clone()
    wanted = encoder(picture)["relu4_1"]
    found = encoder(picture.requires_grad_())["relu4_1"]
    found.square().sum().backward()
    assert torch.equal(found, wanted)
    assert torch.equal(picture.detach(), before)
    assert picture.grad is not None
    assert picture.grad.abs().sum() > 0


def test_a_file_keeps_shape_and_weights_in_half_precision(tmp_path: Path, picture: torch.Tensor) -> None:
    encoder = Encoder.random(1, TINY)
    save_encoder(encoder, tmp_path / "tiny.safetensors", {"made_by": "a test"})
    found = read_encoder(tmp_path / "tiny.safetensors")
    assert found.architecture == TINY
    torch.testing.assert_close(found(picture)["relu5_1"], encoder(picture)["relu5_1"], rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not weights", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.safetensors"
    path.write_bytes(content)
    with pytest.raises(BadWeights, match=r"bad\.safetensors"):
        read_encoder(path)


def test_an_encoder_that_we_do_not_have_is_refused() -> None:
    with pytest.raises(BadWeights):
        load_encoder("nothing")
