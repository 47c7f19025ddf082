"""Audio: an episode, heard on its page and in podcast apps."""

from voicebuilder.model.kind import Kind

AUDIO = Kind(
    name="audio",
    folder="audio",
    label="Audio",
    permalink="/audio/{slug}/",
    made_of="sound",
    keys={
        "episode": "number",
        "episode_type": "text",
        "explicit": "flag",
        "files": "texts",
        "season": "number",
    },
    schema="PodcastEpisode",
)
