"""Posts: long, titled, dated."""

from voicebuilder.model.kind import Kind

POST = Kind(name="post", folder="posts", label="Posts", permalink="/posts/{slug}/")
